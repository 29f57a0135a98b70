using System.Globalization;
using Praxis.Numerics;

namespace Praxis.Papers.TensorsAndFunctions;

/// <summary>Values of a function that must be finite.</summary>
internal static class FiniteValues
{
    /// <summary>The values at places of one coordinate.</summary>
    /// <exception cref="NonFiniteException">A value is NaN or infinite; the message names the place.</exception>
    public static double[] Of(Func<Tensor, Tensor> function, double[] places)
    {
        var values = function(Tensor.Wrap(places, places.Length)).ToArray();
        for (var i = 0; i < values.Length; i++)
            if (!double.IsFinite(values[i]))
                throw new NonFiniteException(string.Create(CultureInfo.InvariantCulture, $"The function is {values[i]} at {places[i]:R}; it must be finite in the whole domain."));
        return values;
    }
}
