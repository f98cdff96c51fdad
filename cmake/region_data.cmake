include_guard(GLOBAL)
# Places of Indonesia, packed for the binary as data/regions.tsv.gz. The npm package is pinned in web/package.json; without it the build goes on, and the
# program says at start that places are missing.
set(NETRA_REGION_DATA ${CMAKE_BINARY_DIR}/generated/data/regions.tsv.gz)
set(region_package ${CMAKE_SOURCE_DIR}/web/node_modules/idn-area-data)
if(EXISTS ${region_package}/package.json)
  add_custom_command(OUTPUT ${NETRA_REGION_DATA}
    COMMAND ${Python3_EXECUTABLE} ${CMAKE_SOURCE_DIR}/tools/pack_regions.py ${region_package} ${NETRA_REGION_DATA}
    DEPENDS ${CMAKE_SOURCE_DIR}/tools/pack_regions.py ${region_package}/package.json VERBATIM)
  add_custom_target(region_data DEPENDS ${NETRA_REGION_DATA})
  if(TARGET test_domain_region)
    add_dependencies(test_domain_region region_data)
    target_compile_definitions(test_domain_region PRIVATE NETRA_REGION_DATA="${NETRA_REGION_DATA}")
  endif()
else()
  message(WARNING "web/node_modules/idn-area-data is absent (npm ci in web/): places are not packed")
endif()
