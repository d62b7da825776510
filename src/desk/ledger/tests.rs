//! The ledger: what is listed, to whom, and while it is still being read in.
