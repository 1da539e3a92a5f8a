"""交办 签收 退办/改办 会办: who handles a case, in which role, until when."""
