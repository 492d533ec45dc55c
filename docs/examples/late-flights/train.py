# Trains late-flights.onnx: the chance that a flight is over 15 minutes late, from what is known the day before.
# python -m venv v && v/bin/pip install scikit-learn==1.9.1 skl2onnx==1.20.0 pyarrow pandas && v/bin/python train.py flights-3m.parquet

import sys

import numpy as np
import pyarrow.parquet as pq
from skl2onnx import to_onnx
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.metrics import roc_auc_score

flights = pq.read_table(sys.argv[1]).to_pandas().iloc[::15]
features = np.column_stack(
    [flights.distance, flights.date.dt.hour, flights.date.dt.day_of_week, flights.date.dt.month]
).astype(np.float32)
late = (flights.delay > 15).to_numpy()
even = np.arange(len(late)) % 2 == 0
model = GradientBoostingClassifier(n_estimators=60, max_depth=3, random_state=1).fit(features[even], late[even])
print("AUC on the other half:", roc_auc_score(late[~even], model.predict_proba(features[~even])[:, 1]))
onnx = to_onnx(model, features[:1], options={"zipmap": False}, target_opset=15)
with open("late-flights.onnx", "wb") as file:
    file.write(onnx.SerializeToString())
