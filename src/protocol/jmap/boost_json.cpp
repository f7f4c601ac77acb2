// Boost.JSON's definitions, once in every program: one file to compile instead of a library to install.
#include <boost/json/src.hpp>
