using Praxis.Web;

namespace Praxis.Site.Tests;

public sealed class AddressTests
{
    [Theory]
    [InlineData("http://127.0.0.1:5080", true)]
    [InlineData("http://localhost:5080", true)]
    [InlineData("http://[::1]:5080", true)]
    [InlineData("http://0.0.0.0:80", false)]
    [InlineData("http://192.168.1.4:80/", false)]
    public void Loopback_is_told_from_the_network(string address, bool loopback) => Assert.Equal(loopback, SiteAddress.Parse(address).IsLoopback);

    [Theory]
    [InlineData("5080")]
    [InlineData("https://localhost")]
    [InlineData("http://localhost/praxis")]
    [InlineData("")]
    public void What_is_no_address_is_refused_with_an_example(string address) =>
        Assert.Contains("http://127.0.0.1:5080", Assert.Throws<ArgumentException>(() => SiteAddress.Parse(address)).Message, StringComparison.Ordinal);
}
