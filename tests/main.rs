mod constants;
mod flow;
mod packages;
