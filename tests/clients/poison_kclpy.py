"""A processor on amazon_kclpy's KCLProcess that fails at a record that contains the word poison.

    python3 poison_kclpy.py --directory DIR --owner NAME --manner crash|raise

With crash, the process exits immediately. With raise, the library swallows the exception, prints it to stderr and
answers as if the batch had succeeded. Otherwise it writes the ledger of judge_kclpy.py.
"""

import argparse
import os

from judge_kclpy import Judge, LedgerFile, kcl


class Poisoned(Judge):
    def __init__(self, ledger, manner):
        super().__init__(ledger)
        self.manner = manner

    def process_records(self, process_records_input):
        if any(b"poison" in record.binary_data for record in process_records_input.records):
            if self.manner == "crash":
                os._exit(1)
            raise ValueError("cannot do this one")
        super().process_records(process_records_input)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--directory", required=True)
    parser.add_argument("--owner", default="")
    parser.add_argument("--manner", choices=["crash", "raise"], required=True)
    options = parser.parse_args()
    ledger = LedgerFile(options.directory, options.owner)
    kcl.KCLProcess(Poisoned(ledger, options.manner)).run()
    ledger.add("end", signal=None)


if __name__ == "__main__":
    main()
