mod constants;
