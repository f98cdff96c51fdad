// Headers that nearly every file includes; see netra_precompile in module.cmake.
#pragma once

#include <algorithm>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/http/route.hpp"
