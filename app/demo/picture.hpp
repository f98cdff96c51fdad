// Drawn stand-ins for the photographs that citizens hand in, so that the demo's evidence can be opened, shown and
// checked. They show nobody.
//
// Threads: pure function.
#pragma once

#include <cstdint>
#include <string>

#include "engine/base/json.hpp"

namespace netra::app {

enum class Scene { gathering, billboard, chat };
BOOST_DESCRIBE_ENUM(Scene, gathering, billboard, chat)

// A JPEG of 1280 × 960 pixels; the same seed gives the same bytes.
std::string draw_picture(Scene scene, std::uint32_t seed);

}  // namespace netra::app
