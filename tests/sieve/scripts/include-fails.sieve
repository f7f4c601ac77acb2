require "include";
include "fails";
