"""Where Alembic begins: runs the steps on the connection it is given, in its transaction."""

from alembic import context

context.configure(connection=context.config.attributes["connection"], target_metadata=None, render_as_batch=True)
context.run_migrations()
