namespace Praxis.Numerics;

/// <summary>The four usual types of cosine and sine transforms: how the values are continued beyond their ends.</summary>
public enum TrigonometricType
{
    /// <summary>Ends on values; its own inverse up to a factor.</summary>
    I = 1,

    /// <summary>Ends between values; "the" cosine transform. Type III undoes it, up to a factor.</summary>
    II = 2,

    /// <summary>The transpose of type II.</summary>
    III = 3,

    /// <summary>Values and frequencies both between the ends; its own inverse up to a factor.</summary>
    IV = 4,
}
