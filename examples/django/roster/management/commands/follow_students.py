from django.core.management.base import BaseCommand

from roster import rentree


class Command(BaseCommand):
    help = "Reads what changed in Rentrée since the last time; once a night it finds what a lost webhook would have told"

    def handle(self, *args, **options):
        self.stdout.write(f"{rentree.follow()} students written")
