"""Pages of profiles: about oneself, and the manager's taxonomy."""
