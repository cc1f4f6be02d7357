# SPDX-License-Identifier: BSD-3-Clause
# What `cmake --install` copies. Two components:
#   development  headers, static libraries, the LLVM module and the package file for find_package(Ranvier)
#   python       what the wheel holds beside python/ranvier (cmake/RanvierPython.cmake adds the extension)
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

set(package_dir "${CMAKE_INSTALL_LIBDIR}/cmake/Ranvier")

# Layers become ranvier::<layer>. The layer that includes LLVM is not among them: only the module below links it, so that
# a program built on Ranvier needs no LLVM.
get_property(layers GLOBAL PROPERTY RANVIER_LAYERS)
foreach(layer IN LISTS layers)
  get_target_property(folder ${layer} SOURCE_DIR)
  if(folder MATCHES "/codegen/llvm$")
    continue()
  endif()
  string(REGEX REPLACE "^ranvier_" "" name ${layer})
  set_target_properties(${layer} PROPERTIES EXPORT_NAME ${name})
  target_include_directories(${layer} INTERFACE $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>)
  target_compile_features(${layer} INTERFACE cxx_std_20)
  install(TARGETS ${layer} EXPORT RanvierTargets
    ARCHIVE DESTINATION "${CMAKE_INSTALL_LIBDIR}" COMPONENT development)
  if(IS_DIRECTORY "${folder}/include")
    install(DIRECTORY "${folder}/include/" DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}" COMPONENT development
      FILES_MATCHING PATTERN "*.hpp" PATTERN "*.h")
  endif()
endforeach()
install(EXPORT RanvierTargets NAMESPACE ranvier:: DESTINATION "${package_dir}" COMPONENT development)

configure_package_config_file("${CMAKE_CURRENT_LIST_DIR}/RanvierConfig.cmake.in"
  "${CMAKE_BINARY_DIR}/RanvierConfig.cmake" INSTALL_DESTINATION "${package_dir}"
  PATH_VARS CMAKE_INSTALL_LIBDIR CMAKE_INSTALL_DATADIR)
write_basic_package_version_file("${CMAKE_BINARY_DIR}/RanvierConfigVersion.cmake"
  VERSION ${PROJECT_VERSION} COMPATIBILITY SameMinorVersion)
install(FILES "${CMAKE_BINARY_DIR}/RanvierConfig.cmake" "${CMAKE_BINARY_DIR}/RanvierConfigVersion.cmake"
  DESTINATION "${package_dir}" COMPONENT development)

# The module is opened at run time by name, from beside the program or library that asks for it, and from the path that
# ranvier::codegen::NativeOptions gives.
if(TARGET ranvier_llvm)
  install(TARGETS ranvier_llvm
    LIBRARY DESTINATION "${CMAKE_INSTALL_LIBDIR}" COMPONENT development NAMELINK_SKIP)
  install(TARGETS ranvier_llvm
    LIBRARY DESTINATION ranvier COMPONENT python NAMELINK_SKIP)
  # LLVM is linked into the module; its licence asks to travel with it.
  set(llvm_licence "/usr/share/doc/llvm-19-dev/copyright")
  if(EXISTS "${llvm_licence}")
    install(FILES "${llvm_licence}" DESTINATION ranvier/licences RENAME LLVM.txt COMPONENT python)
  endif()
endif()

# SUNDIALS is linked into the extension.
find_file(RANVIER_SUNDIALS_LICENCE copyright NO_DEFAULT_PATH
  PATHS "${PROJECT_SOURCE_DIR}/.debian/usr/share/doc/libsundials-dev" /usr/share/doc/libsundials-dev)
if(RANVIER_SUNDIALS_LICENCE)
  install(FILES "${RANVIER_SUNDIALS_LICENCE}" DESTINATION ranvier/licences RENAME SUNDIALS.txt COMPONENT python)
endif()

if(TARGET ranvier_clang)
  install(TARGETS ranvier_clang
    LIBRARY DESTINATION "${CMAKE_INSTALL_LIBDIR}" COMPONENT development NAMELINK_SKIP)
  install(TARGETS ranvier_clang
    LIBRARY DESTINATION ranvier COMPONENT python NAMELINK_SKIP)
endif()

install(DIRECTORY "${PROJECT_SOURCE_DIR}/mechanisms/" DESTINATION "${CMAKE_INSTALL_DATADIR}/ranvier/mechanisms"
  COMPONENT development FILES_MATCHING PATTERN "*.mod")
install(DIRECTORY "${PROJECT_SOURCE_DIR}/hoclib/" DESTINATION "${CMAKE_INSTALL_DATADIR}/ranvier/hoclib"
  COMPONENT development FILES_MATCHING PATTERN "*.hoc")
install(DIRECTORY "${PROJECT_SOURCE_DIR}/mechanisms/" DESTINATION ranvier/mechanisms
  COMPONENT python FILES_MATCHING PATTERN "*.mod")
install(DIRECTORY "${PROJECT_SOURCE_DIR}/hoclib/" DESTINATION ranvier/hoclib
  COMPONENT python FILES_MATCHING PATTERN "*.hoc")
# What `python -m ranvier` puts on the path of the script; the distribution of that name (shim/) holds the same files.
install(DIRECTORY "${PROJECT_SOURCE_DIR}/shim/neuron" DESTINATION ranvier/shim
  COMPONENT python FILES_MATCHING PATTERN "*.py")
