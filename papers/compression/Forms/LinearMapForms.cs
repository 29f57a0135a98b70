using Praxis.Learning.Models;
using Praxis.Numerics;

namespace Praxis.Papers.Compression;

/// <summary>Forms in the place of a model's linear maps.</summary>
public static class LinearMapForms
{
    /// <summary>Lets a form compute a map, with the map's own bias.</summary>
    /// <param name="map">The map.</param>
    /// <param name="form">Its weight in another form.</param>
    /// <exception cref="ShapeException">The form is of another size.</exception>
    public static void ReplaceBy(this LinearMap map, CompressedWeight form)
    {
        if ((map.Outputs, map.Inputs) != (form.Outputs, form.Inputs))
            throw new ShapeException($"{map.Name} is {map.Outputs} × {map.Inputs} and cannot be a form of {form.Outputs} × {form.Inputs}.");
        map.Replace(form.ToLayer(map.Bias, map.Parameter.DType));
    }
}
