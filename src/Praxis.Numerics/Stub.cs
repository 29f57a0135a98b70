#pragma warning disable
namespace Praxis.Numerics;
public sealed class RandomStream(long seed) : System.Random((int)seed) { public RandomStream Fork(string s) => this; }
public sealed class Tensor { public static Tensor Wrap(double[] d, params int[] shape) => new(); }
