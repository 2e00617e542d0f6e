"""Corrected samples on disk: stored, searched, exported and imported. Knows neither networks nor windows."""
