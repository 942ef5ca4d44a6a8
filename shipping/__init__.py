"""What is handed out: icons, licences, bill of materials, archive and Debian package of the frozen program.

Used by ``build.spec`` and ``make package`` alone. The program itself never imports this package, and it is in no build.
"""
