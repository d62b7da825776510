//! The screen of the counter. `update(model, message) -> effects`, `view(model, frame)`; only
//! `runtime` and `terminal` touch the outside.
