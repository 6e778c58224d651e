"""`inglenook content check` counts what is there, for people and for programs."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.commands import as_json, environment, inglenook
from tests.tree import ROOT


def test_sound_content_is_counted(tmp_path: Path) -> None:
    said = as_json(tmp_path, "content", "check")
    assert said["ok"]
    assert said["questions"] > 600
    told = inglenook(tmp_path, "content", "check").stdout
    assert told.startswith(
        f"The content is sound: {said['questions']} questions, {said['feelings']} feelings"
    )


def test_a_mistake_is_named_in_either_way(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "src", tmp_path / "src", ignore=shutil.ignore_patterns("tests", "__pycache__"))
    shutil.copytree(ROOT / "content", tmp_path / "content")
    (tmp_path / "content/needs.toml").unlink()
    command = [sys.executable, "-m", "inglenook", "content", "check"]
    here = {**environment(tmp_path / "data"), "PYTHONPATH": str(tmp_path / "src"), "PATH": os.environ["PATH"]}
    plain, json = (
        subprocess.run([*command, *more], env=here, capture_output=True, text=True, check=False)
        for more in ([], ["--json"])
    )
    sentence = "content/needs.toml: the file is missing"
    assert (plain.returncode, json.returncode) == (1, 1)
    assert sentence in plain.stderr
    assert f'{{"ok": false, "problem": "{sentence}"}}' in json.stdout
