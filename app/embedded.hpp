// The files the binary carries: pages, styles, scripts, catalogues, migrations, procedures, regions.
#pragma once

#include "engine/base/assets.hpp"

namespace netra::app {

Assets embedded_assets();

}  // namespace netra::app
