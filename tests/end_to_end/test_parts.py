"""``app.py parts``: imported once, shown, refused in words."""

from pathlib import Path

from tests.end_to_end.program import Program


def test_a_list_is_imported_kept_and_shown(tmp_path: Path) -> None:
    program = Program(tmp_path / "home")
    assert program.run("parts", "show").code == 1
    good, bad = tmp_path / "parts.csv", tmp_path / "bad.csv"
    good.write_text("part,code,name\nkeypad,K-1,Foil \x1b[31m\n")
    bad.write_text("a,b\n1,2\n")
    assert program.run("parts", "import", good).code == 0
    shown = program.run("parts", "show", "--json")
    assert [(part["part"], part["code"]) for part in shown.json] == [("keypad", "K-1")]
    assert "\x1b" not in program.run("parts", "show").out
    refused = program.run("--lang", "zh_CN", "parts", "import", bad)
    assert (refused.code, "\u8868\u5934" in refused.err) == (2, True)
    assert program.run("parts", "show", "--json").json == shown.json, "a refused list changes nothing"
