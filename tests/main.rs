mod constants;
mod flow;
