# Assets that the build makes: what browsers load (tools/web/build.mjs) and the list of places. Appends to `manifest` and `carried_paths`.
set(static_dir ${CMAKE_BINARY_DIR}/web/static)
file(GLOB scripts CONFIGURE_DEPENDS RELATIVE ${CMAKE_SOURCE_DIR}/web/js ${CMAKE_SOURCE_DIR}/web/js/*.js)
file(GLOB web_sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/web/css/*.css ${CMAKE_SOURCE_DIR}/web/js/*.js
     ${CMAKE_SOURCE_DIR}/web/icons/*.svg ${CMAKE_SOURCE_DIR}/web/*.svg ${CMAKE_SOURCE_DIR}/web/robots.txt)
set(static_names app.css icons.svg icon.svg jakarta.woff2 jakarta.LICENSE.txt root/favicon.svg root/robots.txt ${scripts})
set(static_files ${static_names})
list(TRANSFORM static_files PREPEND ${static_dir}/)
find_program(NODE node REQUIRED)
add_custom_command(OUTPUT ${static_files}
  COMMAND ${NODE} ${CMAKE_SOURCE_DIR}/tools/web/build.mjs ${static_dir}
  DEPENDS ${web_sources} ${CMAKE_SOURCE_DIR}/tools/web/build.mjs VERBATIM)
foreach(name ${static_names})
  string(APPEND manifest "web/static/${name}\t${static_dir}/${name}\n")
endforeach()
list(APPEND carried_paths ${static_files})

include(${CMAKE_SOURCE_DIR}/cmake/region_data.cmake)
if(TARGET region_data)
  string(APPEND manifest "data/regions.tsv.gz\t${NETRA_REGION_DATA}\n")
  list(APPEND carried_paths ${NETRA_REGION_DATA})
endif()
