# Styles, scripts, icons and the typeface, made by tools/web/build.mjs from web/ and carried as web/static/*.
# Made in build/web of the source tree, once for all presets; tests and the binary read the same files.
find_program(NPM_EXECUTABLE npm REQUIRED)
find_program(NODE_EXECUTABLE node REQUIRED)
set(web_out ${CMAKE_SOURCE_DIR}/build/web/static)
file(GLOB web_js CONFIGURE_DEPENDS RELATIVE ${CMAKE_SOURCE_DIR}/web/js ${CMAKE_SOURCE_DIR}/web/js/*.js)
file(GLOB web_sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/web/css/*.css ${CMAKE_SOURCE_DIR}/web/js/*.js ${CMAKE_SOURCE_DIR}/web/icons/*.svg)
set(web_names app.css icons.svg icon.svg jakarta.woff2 jakarta.LICENSE.txt root/favicon.svg root/robots.txt ${web_js})
list(TRANSFORM web_names PREPEND ${web_out}/ OUTPUT_VARIABLE web_files)

add_custom_command(
  OUTPUT ${CMAKE_SOURCE_DIR}/web/node_modules/.package-lock.json
  COMMAND ${NPM_EXECUTABLE} ci --no-audit --no-fund --silent
  WORKING_DIRECTORY ${CMAKE_SOURCE_DIR}/web
  DEPENDS ${CMAKE_SOURCE_DIR}/web/package-lock.json COMMENT "Fetching what web/ needs" VERBATIM)
add_custom_command(
  OUTPUT ${web_files}
  COMMAND ${NODE_EXECUTABLE} ${CMAKE_SOURCE_DIR}/tools/web/build.mjs ${web_out}
  DEPENDS ${web_sources} ${CMAKE_SOURCE_DIR}/web/logo.svg ${CMAKE_SOURCE_DIR}/web/robots.txt
          ${CMAKE_SOURCE_DIR}/tools/web/build.mjs ${CMAKE_SOURCE_DIR}/web/node_modules/.package-lock.json
  COMMENT "Building styles and scripts" VERBATIM)
add_custom_target(netra_web ALL DEPENDS ${web_files})

foreach(name ${web_names})
  string(APPEND manifest "web/static/${name}\t${web_out}/${name}\n")
  list(APPEND carried_paths ${web_out}/${name})
endforeach()
