//! The store holds what it was given, whatever it was; what it cannot hold it says.

mod damage;
mod histories;
mod killed;
mod model;
mod opening;
mod others;
mod refused;
