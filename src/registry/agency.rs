//! Agencies derived from a list's services and boundary roles. Know no other list.
