//! Words of the commands: help, messages, refusals.
