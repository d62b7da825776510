//! Finding: one engine for anything with fields. Knows documents and fields, not where they come
//! from nor what they mean.
