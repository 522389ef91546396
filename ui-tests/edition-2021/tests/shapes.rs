//! The shapes that `ui-tests` compiles in edition 2024, in edition 2021.

#[path = "../../pass/cancellable/shapes_bodies.rs"]
mod bodies;
#[path = "../../pass/cancellable/shapes_items.rs"]
mod items;
#[path = "../../pass/cancellable/shapes_macros.rs"]
mod macros;
#[path = "../../pass/cancellable/shapes_names.rs"]
mod names;

#[test]
fn bodies_run() {
    bodies::main();
}

#[test]
fn items_run() {
    items::main();
}

#[test]
fn macros_run() {
    macros::main();
}

#[test]
fn names_run() {
    names::main();
}
