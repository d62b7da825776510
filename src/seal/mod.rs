//! Keys, sealed boxes, keyed hashes. (being written)
