# The Debian package: `make deb`.
include(GNUInstallDirs)
install(TARGETS baileyd bailey RUNTIME DESTINATION bin)
install(FILES packaging/systemd/bailey.service DESTINATION lib/systemd/system)
install(FILES config/bailey.conf DESTINATION share/doc/bailey RENAME bailey.conf.sample)
install(FILES README.md DESTINATION share/doc/bailey)
install(FILES LICENSE DESTINATION share/doc/bailey RENAME copyright)
# The pages: `make web` makes them, as `make deb` does first.
install(DIRECTORY web/dist/ DESTINATION share/bailey/pages OPTIONAL)
install(DIRECTORY docs/operate docs/use docs/rfc DESTINATION share/doc/bailey)

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME bailey)
set(CPACK_PACKAGE_VERSION ${PROJECT_VERSION})
set(CPACK_PACKAGE_CONTACT "The Bailey maintainers <maintainers@bailey.test>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY ${PROJECT_DESCRIPTION})
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION mail)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_DEPENDS "adduser")
set(CPACK_DEBIAN_PACKAGE_SUGGESTS "postgresql")
set(CPACK_DEBIAN_PACKAGE_CONTROL_EXTRA
    ${CMAKE_SOURCE_DIR}/packaging/debian/postinst ${CMAKE_SOURCE_DIR}/packaging/debian/prerm
    ${CMAKE_SOURCE_DIR}/packaging/debian/postrm)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
include(CPack)
