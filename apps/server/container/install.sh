#!/bin/sh
# install.sh FOLDER [PACKAGE...]
# Installs the server with its models into FOLDER, which then starts without a network and may be moved. The Dockerfiles run it; a machine
# without Docker can do so, too. A PACKAGE is a name, or the absolute path of a tarball. Without one it takes the tarballs beside this script,
# which `npm run tarballs` writes, and where there is none PROGRAM (@x/server) from the registry. Needs Node.js with npm.
set -eu

beside=$(cd "$(dirname "$0")" && pwd)
folder=${1:?name the folder to install into: install.sh FOLDER [PACKAGE...]}
shift
if [ $# -eq 0 ]; then
  set -- "$beside"/tarballs/*.tgz
  # A pattern that matches nothing stays as it is.
  if [ ! -e "$1" ]; then set -- "${PROGRAM:-@x/server}"; fi
fi

mkdir -p "$folder"
cd "$folder"
# With a manifest of its own, npm does not look for one in the folders above.
echo '{ "private": true }' > package.json
npm install --ignore-scripts --omit=dev --no-audit --no-fund --no-package-lock "$@"
node node_modules/@x/onnx-runtime/dist/bin.js prune
