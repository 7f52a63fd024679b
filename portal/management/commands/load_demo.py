from __future__ import annotations

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from accounts.models import User
from portal.demo.life import People
from portal.demo.loading import load_auenberg
from vocabulary.loading import load_vocabulary

PASSWORD = "auenberg-demo"  # noqa: S105 (printed on purpose; these logins exist in the demo only)


class Command(BaseCommand):
    help = "Lädt die erfundene Stadt Auenberg; im Demobetrieb auch je ein Konto für jede Rolle."

    def handle(self, *args: object, **options: object) -> None:
        if settings.PRODUCTION:
            raise CommandError("Die Demostadt gehört nicht in ein Portal im Betrieb.")
        load_vocabulary()
        users = {role: demo_user(role) for role in User.Role.values} if settings.DEMO else {}
        people = self.people(users) if users else None
        for part, report in load_auenberg(people=people).items():
            if options["verbosity"]:
                self.stdout.write(f"{part}: {report.summary()}")
        if people and options["verbosity"]:
            self.stdout.write("\nAnmelden in der Demo (Passwort, falls nicht geändert: " + PASSWORD + "):")
            for user in (*users.values(), people.neighbour):
                self.stdout.write(f"  {user.email:<34} {user.get_role_display()}")

    def people(self, users: dict[str, User]) -> People:
        """Who acts in the demo; `neighbour` is a second registered person, with whom the first has to do."""
        return People(
            editor=users[User.Role.REGISTERED],
            neighbour=demo_user(User.Role.REGISTERED, login="sportbund"),
            coordination=users[User.Role.COORDINATION],
            curation=users[User.Role.CURATION],
        )


def demo_user(role: str, *, login: str = "") -> User:
    """The demo login for a role; one that exists keeps what somebody changed."""
    login = login or role
    email = f"{login}@example.org"
    user = User.objects.filter(email=email).first()
    if user is None:
        user = User.objects.create_user(email, PASSWORD, role=role, name=f"{login.capitalize()} (Demo)")
        EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user
