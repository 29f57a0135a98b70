"""The other side of bench/agree: agree.py losses FOLDER | agree.py logits MODEL FILE; prints JSON."""

import json
import pathlib
import sys


def main():
    import torch

    match sys.argv[1:]:
        case ["losses", folder]:
            print(json.dumps({"Losses": losses(pathlib.Path(folder)), "Version": torch.__version__}))
        case ["logits", model, file]:
            print(json.dumps({**logits(model, file), "Version": torch.__version__}))


def losses(folder):
    """Those of training with AdamW from the model and on the batches that our side has written there."""
    import torch
    import torch.nn.functional as F

    from agreement import models, tensors

    config, weights = models.load(folder)
    batches = tensors.read(folder / "batches.safetensors")
    parameters = [weight.requires_grad_() for weight in weights.values()]
    optimizer = torch.optim.AdamW(parameters, lr=1e-3, weight_decay=0.01)
    found = []
    for tokens, targets in zip(batches["tokens"], batches["targets"]):
        optimizer.zero_grad()
        loss = F.cross_entropy(models.logits(config, weights, tokens).flatten(0, 1), targets.flatten())
        loss.backward()
        optimizer.step()
        found.append(loss.item())
    return found


def logits(model, file):
    """How far the logits in the file are from those of the same tokens, computed again from the model's files."""
    import torch

    from agreement import models, tensors

    config, weights = models.load(model)
    ours = tensors.read(file)
    with torch.inference_mode():
        theirs = models.logits(config, weights, ours["tokens"])
    difference = (ours["logits"] - theirs).abs().max().item()
    return {"Difference": difference, "Largest": theirs.abs().max().item(), "Shape": list(theirs.shape), "Type": config["model_type"]}


if __name__ == "__main__":
    main()
