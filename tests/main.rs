mod ci;
mod constants;
mod flow;
mod packages;
