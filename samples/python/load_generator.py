#!/usr/bin/env python3
"""Loads the generator of an anogan model into PyTorch and draws pictures with it.

usage: load_generator.py MODEL [--seed N] [--count N] [--z FILE] [--out FILE.png]

z is drawn with --seed, or read from a text file with one vector a line. Without --out the pixels are printed, a picture a
line, from -1 (black) to 1 (white), channel by channel and row by row. Needs torch and numpy; --out needs Pillow.
"""
import argparse
import json
import pathlib

import numpy as np
import torch
import torch.nn.functional as F


def read_safetensors(path):
    """{name: tensor} of a file of float32 tensors. With the package: safetensors.torch.load_file(path)"""
    data = pathlib.Path(path).read_bytes()
    start = 8 + int.from_bytes(data[:8], "little")
    header = json.loads(data[8:start])
    header.pop("__metadata__", None)
    return {name: torch.from_numpy(np.frombuffer(data[start + t["data_offsets"][0]:start + t["data_offsets"][1]], "<f4")
                                   .reshape(t["shape"]).copy()) for name, t in header.items()}


def generate(weights, size, z):
    """G(z): z [N, latent] to pictures [N, channels, size, size] in [-1, 1]."""
    sides = [size]
    while sides[0] > 4:
        sides.insert(0, (sides[0] + 1) // 2)
    x = F.linear(z, weights["seed.weight"], weights["seed.bias"]).relu()
    x = x.reshape(len(z), -1, sides[0], sides[0])
    for level, side in enumerate(sides[1:]):
        weight, bias = weights[f"convolutions.{level}.weight"], weights[f"convolutions.{level}.bias"]
        x = F.conv_transpose2d(x, weight, bias, stride=2, padding=2, output_padding=1 - side % 2)
        x = x.relu() if side < size else x.tanh()
    return x


def load_generator(model):
    """The generator that scoring uses, as a function from z to pictures, and the length of z."""
    network = json.loads((pathlib.Path(model) / "model.json").read_text())["setup"]["network"]
    weights = read_safetensors(pathlib.Path(model) / "generator-average.safetensors")
    return lambda z: generate(weights, network["size"], z), network["latent"]


def main():
    parser = argparse.ArgumentParser(description="Draws pictures with the generator of an anogan model.")
    parser.add_argument("model")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=8)
    parser.add_argument("--z")
    parser.add_argument("--out")
    args = parser.parse_args()

    generator, latent = load_generator(args.model)
    z = (torch.from_numpy(np.loadtxt(args.z, dtype=np.float32, ndmin=2)) if args.z
         else torch.randn(args.count, latent, generator=torch.Generator().manual_seed(args.seed)))
    pictures = generator(z)
    if args.out:
        from PIL import Image
        row = torch.cat(list(pictures), dim=2).permute(1, 2, 0).squeeze(2)  # side by side
        Image.fromarray(((row + 1) * 127.5).round().to(torch.uint8).numpy()).save(args.out)
    else:
        for picture in pictures:
            print(" ".join(f"{value:.9g}" for value in picture.flatten().tolist()))


if __name__ == "__main__":
    main()
