mod ci;
mod constants;
mod flow;
mod packages;
mod stdlib;
mod types;
