require "include";
include :personal :global "a";
include "";
global "a";
