mod ci;
mod constants;
mod flow;
mod packages;
mod pages;
mod rules;
mod support;
mod tidy;
