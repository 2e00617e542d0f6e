"""Pixels: numpy and OpenCV. OpenCV reads these settings while it is loaded or opens its first source."""

import os

os.environ["OPENCV_VIDEOIO_MSMF_ENABLE_HW_TRANSFORMS"] = "0"  # or Windows takes 4 to 20 s to open a camera
os.environ["OPENCV_VIDEOIO_V4L_SELECT_TIMEOUT"] = "3"  # s; Linux would wait 10 s for a frame
os.environ["OPENCV_FFMPEG_LOGLEVEL"] = "-8"  # quiet: FFmpeg would print addresses with their passwords
os.environ["OPENCV_LOG_LEVEL"] = "SILENT"  # and so would OpenCV
