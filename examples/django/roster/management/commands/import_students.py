from django.core.management.base import BaseCommand, CommandError

from roster import rentree


class Command(BaseCommand):
    help = "Sends a school's list to Rentrée, and commits it when nothing holds it back"

    def add_arguments(self, parser):
        parser.add_argument("list", help="the list, Excel or CSV")
        parser.add_argument("--check-only", action="store_true", help="write no student")

    def handle(self, *args, list, check_only, **options):
        try:
            batch = rentree.send(list)["id"]
            checked = rentree.wait(batch, "validated")
            self.told(checked)
            if check_only:
                return
            rentree.decide(checked, "approve")
            rentree.decide(checked, "commit")
            self.told(rentree.wait(batch, "committed"))
        except rentree.Refused as refused:
            raise CommandError(str(refused)) from refused

    def told(self, batch):
        counts = ", ".join(f"{name} {count}" for name, count in batch["counts"].items() if count)
        self.stdout.write(f"{batch['id']} {batch['status']}: {counts}")
