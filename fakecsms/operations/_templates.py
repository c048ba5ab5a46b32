"""The source text of rotation functions: ours, since no page shows the service's own."""

ENGINES = ("mysql", "postgresql", "sqlserver")
_TAURUS = "mysql"

_STATEMENTS = {
    "mysql": "ALTER USER CURRENT_USER() IDENTIFIED BY %s",
    "postgresql": "ALTER ROLE CURRENT_USER WITH PASSWORD %s",
    "sqlserver": "ALTER LOGIN [{user}] WITH PASSWORD = %s",
}

_TEMPLATE = '''\
# {secret_type}, {sub_type}, {engine}
import json

STATEMENT = "{statement}"


def handler(event, context):
    """Give the account of the pending version its new password."""
    pending = json.loads(event["pending_value"])
    with connect(event["rotation_config"], event["account"]) as connection:
        connection.execute(STATEMENT, [pending["password"]])
    return None
'''


def template(secret_type: str, sub_type: str, engine: str | None) -> str:
    """Return the function's text for a type; GaussDB-FG speaks the first engine's language."""
    spoken = engine or _TAURUS
    return _TEMPLATE.format(
        secret_type=secret_type,
        sub_type=sub_type,
        engine=spoken,
        statement=_STATEMENTS[spoken],
    )
