"""The place of a form in a scan of it: by features of its print, however the sheet was turned, moved or scaled."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from digitpad.errors import DigitPadError
from digitpad.forms.parameters import REGISTRATION, RegistrationParams
from digitpad.languages import _
from digitpad.records import Rgb

Homography = NDArray[np.float64]  # (3, 3) px of the template -> px of the scan


@dataclass(frozen=True, eq=False)
class FormFeatures:
    """SIFT keypoints of a picture with their descriptors (Lowe 2004)."""

    points: NDArray[np.float32]  # (N, 2) px of the picture
    looks: NDArray[np.float32]  # (N, 128) descriptors

    @staticmethod
    def of(rgb: Rgb, params: RegistrationParams = REGISTRATION) -> FormFeatures:
        """Return the strongest keypoints of a picture (H, W, 3), at most `params.features`."""
        grey = cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY)
        scale = min(1.0, params.longest_side / max(grey.shape))
        size = max(1, round(grey.shape[1] * scale)), max(1, round(grey.shape[0] * scale))
        small = cv2.resize(grey, size, interpolation=cv2.INTER_AREA)
        keypoints, looks = cv2.SIFT.create(nfeatures=params.features).detectAndCompute(small, np.empty(0, np.uint8))
        if not keypoints:
            return FormFeatures(np.zeros((0, 2), np.float32), np.zeros((0, 128), np.float32))
        points = (np.array([each.pt for each in keypoints], np.float32) + 0.5) / scale - 0.5
        return FormFeatures(points, np.asarray(looks, np.float32))


class FormFinder:
    """Finds one form in scans of it."""

    def __init__(self, picture: Rgb, params: RegistrationParams = REGISTRATION) -> None:
        """`picture`: (H, W, 3) of the empty form."""
        self._picture, self._params = picture, params

    @cached_property
    def _own(self) -> FormFeatures:
        return FormFeatures.of(self._picture, self._params)

    def place_in(self, scan: Rgb) -> Homography:
        """Return where the form lies in a scan (H, W, 3). Raises DigitPadError where it is not found."""
        params, features = self._params, FormFeatures.of(scan, self._params)
        pairs = self._matches(features)
        if len(pairs) < params.least_matches:
            raise _no_match()
        own, other = self._own.points[pairs[:, 0]], features.points[pairs[:, 1]]
        most_stray = params.strayed * max(1.0, max(scan.shape[:2]) / params.longest_side)
        homography, agree = cv2.findHomography(
            own, other, cv2.USAC_MAGSAC, most_stray, maxIters=params.trials, confidence=params.confidence
        )
        least = max(params.least_matches, params.least_share * len(self._own.points))
        if homography is None or agree.sum() < least or not self._is_sheet(homography):
            raise _no_match()
        return np.asarray(homography, np.float64)

    def _matches(self, features: FormFeatures) -> NDArray[np.int64]:
        """Return the numbers (N, 2) of features of the form and of the scan that look alike, and like no other."""
        if min(len(self._own.points), len(features.points)) < self._params.least_matches:
            return np.zeros((0, 2), np.int64)
        nearest = cv2.BFMatcher(cv2.NORM_L2).knnMatch(self._own.looks, features.looks, k=2)
        alike = [one for one, two in nearest if one.distance < self._params.distinct * two.distance]
        return np.array([(each.queryIdx, each.trainIdx) for each in alike], np.int64).reshape(-1, 2)

    def _is_sheet(self, homography: NDArray[Any]) -> bool:
        """Tell whether the form lies as a sheet of paper can, seen from its front."""
        height, width = self._picture.shape[:2]
        corners = placed(homography, np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float64))
        edges = np.roll(corners, -1, axis=0) - corners
        lengths = np.hypot(*edges.T)
        if not np.isfinite(corners).all() or lengths.min() < 1:
            return False
        following = np.roll(edges, -1, axis=0)
        turns = np.cross(np.pad(edges, ((0, 0), (0, 1))), np.pad(following, ((0, 0), (0, 1))))[:, 2]
        sines = turns / (lengths * np.roll(lengths, -1))
        stretch = max(
            lengths[0] / lengths[2], lengths[2] / lengths[0], lengths[1] / lengths[3], lengths[3] / lengths[1]
        )
        return bool(
            sines.min() > np.sin(np.radians(self._params.least_angle)) and stretch < self._params.most_stretched
        )


def _no_match() -> DigitPadError:
    return DigitPadError(_("The scan does not look like the form; scan the whole sheet, or choose its own template."))


def placed(place: Homography, points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return where points (N, 2), px of the template, lie in the scan, px."""
    return np.asarray(cv2.perspectiveTransform(points[None], place)[0], np.float64)


def scale_at(place: Homography, point: tuple[float, float]) -> float:
    """Return how many px of the scan one px of the template is, near a point."""
    x, y = point
    beside = placed(place, np.array([[x, y], [x + 1, y], [x, y + 1]]))
    across, down = beside[1] - beside[0], beside[2] - beside[0]
    return float(abs(across[0] * down[1] - across[1] * down[0]) ** 0.5)
