"""The process in which what people send is decoded."""
