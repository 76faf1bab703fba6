#!/bin/sh
# install.sh FOLDER [PACKAGE...]
# Installs the server with its models into FOLDER. The installed server starts without a network, and the folder may be moved. The Dockerfiles run
# this script, and it also works without Docker. It needs Node.js with npm. A PACKAGE is a name or the absolute path of a tarball. The default is
# all tarballs beside this script, which `npm run tarballs` writes. Without them, it is $PROGRAM (default @x/server) from the registry.
set -eu

beside=$(cd "$(dirname "$0")" && pwd)
folder=${1:?name the folder to install into: install.sh FOLDER [PACKAGE...]}
shift
if [ $# -eq 0 ]; then
  set -- "$beside"/tarballs/*.tgz
  # A pattern without a match remains unexpanded.
  if [ ! -e "$1" ]; then set -- "${PROGRAM:-@x/server}"; fi
fi

mkdir -p "$folder"
cd "$folder"
# Without this manifest, npm would search the parent folders for one.
echo '{ "private": true }' > package.json
npm install --ignore-scripts --omit=dev --no-audit --no-fund --no-package-lock "$@"
node node_modules/@x/onnx-runtime/dist/bin.js prune
