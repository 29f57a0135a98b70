namespace Praxis.Lab.Tests;

public sealed class NumbersTests
{
    [Theory]
    [InlineData(0, "0")]
    [InlineData(0.97, "0.97")]
    [InlineData(87.774, "87.77")]
    [InlineData(-1.5, "−1.5")]
    [InlineData(1.0 / 3, "0.3333")]
    [InlineData(12345.6, "12,346")]
    [InlineData(1234567, "1,234,567")]
    [InlineData(0.00012345, "0.0001235")]
    [InlineData(0.000012349, "1.235·10⁻⁵")]
    [InlineData(1e-14, "10⁻¹⁴")]
    [InlineData(-2.5e12, "−2.5·10¹²")]
    [InlineData(999999999, "999,999,999")]
    [InlineData(double.NaN, "not a number")]
    [InlineData(double.PositiveInfinity, "∞")]
    [InlineData(double.NegativeInfinity, "−∞")]
    public void Short_numbers_keep_four_digits(double value, string text) => Assert.Equal(text, Numbers.Short(value));

    [Theory]
    [InlineData(0.97, 3, "0.970")]
    [InlineData(-0.0004, 3, "0.000")]
    [InlineData(-0.0006, 3, "−0.001")]
    [InlineData(1234.5, 0, "1,235")]
    public void Fixed_numbers_line_up(double value, int decimals, string text) => Assert.Equal(text, Numbers.Fixed(value, decimals));

    [Theory]
    [InlineData(0.042, "0.04 s")]
    [InlineData(2.34, "2.3 s")]
    [InlineData(9.99, "10 s")]
    [InlineData(59.4, "59 s")]
    [InlineData(59.6, "1 min")]
    [InlineData(200, "3 min 20 s")]
    [InlineData(3900, "1 h 5 min")]
    public void Durations_have_the_unit_one_would_say(double seconds, string text) => Assert.Equal(text, Numbers.Duration(seconds));

    [Theory]
    [InlineData(240.4, "240 MB")]
    [InlineData(1620, "1.6 GB")]
    public void Memory_has_the_unit_one_would_say(double megabytes, string text) => Assert.Equal(text, Numbers.Memory(megabytes));
}
