"""Corrected samples on disk: kept, found again, exported and imported. Knows neither networks nor windows."""
