"""Packs files into the binary: an assembler file that includes the bytes and a C++ index.

Usage: embed_assets.py OUT.S OUT.cpp MANIFEST
Each manifest line is `name<TAB>path`.
"""
import sys


def main():
    assembly, index, manifest = sys.argv[1:]
    rows = [line.rstrip("\n").split("\t") for line in open(manifest, encoding="utf-8") if line.strip()]
    with open(assembly, "w", encoding="utf-8") as out:
        out.write(".section .rodata\n")
        for i, (_, path) in enumerate(rows):
            out.write(f".global netra_asset_{i}\n.global netra_asset_{i}_end\nnetra_asset_{i}:\n"
                      f'.incbin "{path}"\nnetra_asset_{i}_end:\n.byte 0\n')
        out.write('.section .note.GNU-stack,"",@progbits\n')
    with open(index, "w", encoding="utf-8") as out:
        out.write("#include <array>\n\n#include \"app/embedded.hpp\"\n\nextern \"C\" {\n")
        for i in range(len(rows)):
            out.write(f"extern const char netra_asset_{i}[];\nextern const char netra_asset_{i}_end[];\n")
        out.write("}\n\nnamespace netra::app {\n\nAssets embedded_assets() {\n  Assets out;\n")
        for i, (name, _) in enumerate(rows):
            out.write(f'  out.add("{name}", std::string(netra_asset_{i}, netra_asset_{i}_end));\n')
        out.write("  return out;\n}\n\n}  // namespace netra::app\n")


main()
