//! Filters and routes.
