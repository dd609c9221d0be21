"""Which group each complaint is in: a number for each, from 0. Pure."""

import numpy as np
from numpy.typing import NDArray

Labels = NDArray[np.int64]
