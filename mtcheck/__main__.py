from mtcheck.cli.main import run

run()
